"""A report made up for these tests, another of the same story, and ways to edit a report."""

import random

WIRE = """PORT MERROW (Reuters) - A cargo ferry with 61 people on board ran aground on a sandbank \
off the northern coast early on Tuesday after its engines failed in heavy seas, the harbour \
authority said.
Two lifeboats took off the passengers within three hours, and none of them was badly hurt. The \
crew of nine stayed on the ship to secure the cargo, which includes forty tonnes of fuel oil.
“We heard a bang from below and then there was no light at all in the whole of the ship,” said \
Tomas Wren, a lorry driver who was travelling to the mainland with his son.
The ferry, built in 1987, had passed its last inspection in March, the operator Gullwing Lines \
said in a statement. It withdrew a second ship of the same type from service until its engines \
have been examined.
Environmental inspectors flew over the sandbank at noon and saw no oil on the water. Tugs will try \
to pull the ship free with the next spring tide, which is expected on Friday night.
Last year a trawler sank within a mile of the same place, and the harbour authority had asked the \
ministry twice for a new light on the northern end of the bank."""

OTHER = """Passengers of the ferry that stranded yesterday spent the night in a school hall in Port \
Merrow, wrapped in blankets that neighbours had brought.
Among them was Tomas Wren. “We heard a bang from below and then there was no light at all in the \
whole of the ship,” he told the Courier over a cup of tea.
Nobody in the hall could say why it had taken so long until the boats came. The mayor, Ines \
Calder, went from bed to bed and promised that the town would pay for tickets home.
Outside, a queue had formed before the office of Gullwing Lines, whose windows stayed dark. One \
man had driven through the night to fetch his daughter.
Fishermen at the quay shook their heads. Everyone here knows that bank, they said, and everyone \
knows that its lamp has been out since the winter before last."""

FURNITURE = """Sign up for our newsletter and get the best stories in your inbox every morning, \
chosen by the people who wrote them.
Please verify you are not a robot by clicking the box. Invalid email address, please re-enter.
Thank you for subscribing. An error has occurred, please try again later, or view all comments."""


def edited(text, rate, seed=0):
    """The text with every so many words dropped, doubled or replaced, lines kept."""
    chance = random.Random(seed)
    vocabulary = text.split()

    def edit(word):
        draw = chance.random()
        if draw < rate / 3:
            return []
        if draw < rate * 2 / 3:
            return [word, chance.choice(vocabulary)]
        return [chance.choice(vocabulary) if draw < rate else word]

    lines = ([new for word in line.split() for new in edit(word)] for line in text.split("\n"))
    return "\n".join(" ".join(line) for line in lines)
