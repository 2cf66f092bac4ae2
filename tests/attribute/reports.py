"""Reports of our own, with whoever their phrases stand for: words, name, identity, kind.

"he@2" is the third "he" of a report.
"""

from __future__ import annotations

REPORTS = {
    "wire": (
        """LISBON (Reuters) - Portugal's Prime Minister Luisa Moreira said on Tuesday she would not resign after lenders rejected her budget.
"We have done what we promised," Moreira told reporters outside parliament. "Nobody can say otherwise."
Her finance minister, Tomas Vidal, said the talks would go on. He declined to give details.
A spokesman for the European Central Bank said it had taken note of the vote. The ECB added that it expected no delay.
Two senior officials who asked not to be named said the cabinet was split. They said a vote could come as early as Friday.
The opposition Liberal Party accused the government of hiding the costs. The party said it would table a motion.
Analysts at Northgate Capital said bond yields might rise.""",
        [
            ("Portugal's Prime Minister Luisa Moreira", "Luisa Moreira", "named", "person"),
            ("she", "Luisa Moreira", "named", "person"),
            ("Moreira", "Luisa Moreira", "named", "person"),
            ("Her finance minister, Tomas Vidal", "Tomas Vidal", "named", "person"),
            ("He", "Tomas Vidal", "named", "person"),
            (
                "A spokesman for the European Central Bank",
                "European Central Bank",
                "named",
                "organisation",
            ),
            ("The ECB", "European Central Bank", "named", "organisation"),
            ("it@2", "Liberal Party", "named", "organisation"),
            (
                "Two senior officials who asked not to be named",
                "two senior officials",
                "anonymous",
                "group",
            ),
            ("They", "two senior officials", "anonymous", "group"),
            ("The opposition Liberal Party", "Liberal Party", "named", "organisation"),
            ("The party", "Liberal Party", "named", "organisation"),
            ("Analysts at Northgate Capital", "analysts at Northgate Capital", "role", "group"),
        ],
    ),
    "court": (
        """A judge has refused bail to a man accused of stealing boats from a harbour in Maine.
Prosecutor Dana Whitlock told the court that Peter Sorrell, 41, had planned the thefts for months. Whitlock said the boats were worth $2 million.
Sorrell's lawyer, Irene Katz, denied this. "My client is innocent," she said. "He has never set foot in that harbour."
Judge Harold Munn said he was not convinced. The judge ordered a new hearing for June.
According to court documents, Sorrell sold two of the boats in Canada. The documents say he used a false name.
Sorrell's wife said she knew nothing. She wept as she left.""",
        [
            ("Prosecutor Dana Whitlock", "Dana Whitlock", "named", "person"),
            ("Whitlock@1", "Dana Whitlock", "named", "person"),
            ("Sorrell's lawyer, Irene Katz", "Irene Katz", "named", "person"),
            ("she", "Irene Katz", "named", "person"),
            ("Judge Harold Munn", "Harold Munn", "named", "person"),
            ("he@0", "Harold Munn", "named", "person"),
            ("The judge", "Harold Munn", "named", "person"),
            ("court documents", "court documents", "role", "document"),
            ("The documents", "court documents", "role", "document"),
            ("Sorrell's wife", "Sorrell's wife", "role", "person"),
            ("she@1", "Sorrell's wife", "role", "person"),
        ],
    ),
    "ngo": (
        """Human rights group Clearwater Watch said on Monday that security forces in Chad had burned three villages.
In a report published in London, the group said at least 40 people were killed. The report said soldiers had fired on people who fled.
"We saw the smoke from the road," one survivor told the group's researchers.
Chad's government rejected the report as false. The government said its forces had fought bandits.
The Economic Community of Lake States (ECLS) called for an inquiry. ECLS said it would send observers.
Local activists said the death toll was higher.""",
        [
            ("Human rights group Clearwater Watch", "Clearwater Watch", "named", "organisation"),
            ("the group@0", "Clearwater Watch", "named", "organisation"),
            ("The report", "Clearwater Watch", "named", "organisation"),
            ("one survivor", "one survivor", "role", "person"),
            ("Chad's government", "Chad's government", "named", "government"),
            ("The government", "Chad's government", "named", "government"),
            (
                "The Economic Community of Lake States (ECLS)",
                "Economic Community of Lake States",
                "named",
                "organisation",
            ),
            ("ECLS@1", "Economic Community of Lake States", "named", "organisation"),
            ("Local activists", "local activists", "role", "group"),
        ],
    ),
    "tabloid": (
        """TV star Kelly Brandt has quit the show after a row with bosses, The Mirror reports.
A source close to the actress said: "She had enough of the shouting." The insider added: "It was toxic."
Kelly, 34, later posted on Instagram that she was "done". Her ex-husband Rob Lindley said he was "proud" of her.
A rep for the show declined to comment. Lindley, who left the show in May, said he had warned her. He told fans that the producers had lied.
Show boss Martin Grey hit back last night. He claimed the star had been paid in full.""",
        [
            ("The Mirror", "The Mirror", "named", "outlet"),
            (
                "A source close to the actress",
                "a source close to the actress",
                "anonymous",
                "person",
            ),
            ("Kelly, 34", "Kelly Brandt", "named", "person"),
            ("Her ex-husband Rob Lindley", "Rob Lindley", "named", "person"),
            ("he@1", "Rob Lindley", "named", "person"),
            ("Lindley, who left the show in May", "Rob Lindley", "named", "person"),
            ("He@0", "Rob Lindley", "named", "person"),
            ("Show boss Martin Grey", "Martin Grey", "named", "person"),
            ("He@1", "Martin Grey", "named", "person"),
        ],
    ),
    "namesakes": (
        """Senator Paul Hartwell and his wife, Joan Hartwell, have both been questioned, police said.
Mrs. Hartwell told officers that she kept no records. Mr. Hartwell said he would answer all questions.
"I have nothing to hide," Mr. Hartwell said. His brother Simon Hartwell said the case was political.
Detective Laura Stone said the inquiry would last weeks. Stone added that three others had been interviewed.""",
        [
            ("police", "police", "role", "government"),
            ("Mrs. Hartwell", "Joan Hartwell", "named", "person"),
            ("Mr. Hartwell", "Paul Hartwell", "named", "person"),
            ("he@0", "Paul Hartwell", "named", "person"),
            ("Mr. Hartwell@1", "Paul Hartwell", "named", "person"),
            ("His brother Simon Hartwell", "Simon Hartwell", "named", "person"),
            ("Detective Laura Stone", "Laura Stone", "named", "person"),
            ("Stone@1", "Laura Stone", "named", "person"),
        ],
    ),
    "war": (
        """The Taliban said its fighters had taken a town near the border. A Taliban spokesman, Rahim Zadran, said 30 soldiers surrendered.
Afghan officials denied the claim. The defence ministry said its troops held the town.
"They are lying," General Karim Yusufi said of the militants. He said reinforcements were on the way.
A military source said the garrison had fled. The source said no air support came.
Villagers contacted by telephone said shops were shut. A shopkeeper, who did not want to be identified, said he hid in a cellar.
The United Nations and the Red Cross urged both sides to stop. The U.N. said 2,000 families had left.""",
        [
            ("The Taliban", "Taliban", "named", "armed-group"),
            ("A Taliban spokesman, Rahim Zadran", "Rahim Zadran", "named", "person"),
            ("Afghan officials", "Afghan officials", "role", "group"),
            ("The defence ministry", "the defence ministry", "named", "government"),
            ("General Karim Yusufi", "Karim Yusufi", "named", "person"),
            ("He", "Karim Yusufi", "named", "person"),
            ("A military source", "a military source", "anonymous", "person"),
            ("The source", "a military source", "anonymous", "person"),
            ("Villagers contacted by telephone", "villagers", "role", "group"),
            (
                "A shopkeeper, who did not want to be identified,",
                "a shopkeeper",
                "anonymous",
                "person",
            ),
            (
                "The United Nations and the Red Cross",
                "United Nations and Red Cross",
                "named",
                "organisation",
            ),
            ("The U.N.", "United Nations", "named", "organisation"),
        ],
    ),
    "business": (
        """Orchard Systems Inc said on Thursday it would cut 900 jobs as sales of its phones fell.
Chief Executive Mei Tanaka said the company had grown too fast. "We hired too many people," she said in a letter to staff.
The firm's chief rival, Bluefin, said it was hiring. A Bluefin spokeswoman said 200 engineers would join.
Shares in Orchard fell 8 percent. Analyst Greg Novak of Hale & Partners said the cuts came late. Novak expects more of them.
The workers' union said it would fight. "This is greed," union leader Rosa Delgado said.
A person familiar with the matter said the board had been told in March.""",
        [
            ("Orchard Systems Inc", "Orchard Systems Inc", "named", "organisation"),
            ("it@0", "Orchard Systems Inc", "named", "organisation"),
            ("Chief Executive Mei Tanaka", "Mei Tanaka", "named", "person"),
            ("she", "Mei Tanaka", "named", "person"),
            ("The firm's chief rival, Bluefin", "Bluefin", "named", "organisation"),
            ("A Bluefin spokeswoman", "Bluefin", "named", "organisation"),
            ("Analyst Greg Novak of Hale & Partners", "Greg Novak", "named", "person"),
            ("Novak@1", "Greg Novak", "named", "person"),
            ("The workers' union", "the workers' union", "role", "organisation"),
            ("union leader Rosa Delgado", "Rosa Delgado", "named", "person"),
            (
                "A person familiar with the matter",
                "a person familiar with the matter",
                "anonymous",
                "person",
            ),
        ],
    ),
    "late name": (
        """A minister has apologised for a joke about farmers. The minister said he had meant no harm.
Agriculture Minister Owen Pryce made the remark at a dinner. Farmers said they were insulted.
Dairy farmer Glenys Rees said: "It was not funny." She said Mr Pryce should visit her farm.
Pryce later wrote on Twitter that he was sorry.""",
        [
            ("The minister", "Owen Pryce", "named", "person"),
            ("he@0", "Owen Pryce", "named", "person"),
            ("Farmers", "farmers", "role", "group"),
            ("they", "farmers", "role", "group"),
            ("Dairy farmer Glenys Rees", "Glenys Rees", "named", "person"),
            ("She", "Glenys Rees", "named", "person"),
            ("Pryce@2", "Owen Pryce", "named", "person"),
            ("he@1", "Owen Pryce", "named", "person"),
        ],
    ),
    "states": (
        """North Korea has fired a missile over the sea, Japan said. Tokyo called it an outrage.
South Korean President Han Ji-won condemned the launch. Han said his country was ready.
The United States urged calm. "We are in touch with our allies," State Department spokesman Carl Reese said. The US said it would ask the UN to act.
China's foreign ministry said all sides should talk. The ministry's spokeswoman, Li Fang, said sanctions would not help.
The Kremlin said it was concerned. Russia, it said, wanted peace.""",
        [
            ("Japan", "Japan", "named", "government"),
            ("South Korean President Han Ji-won", "Han Ji-won", "named", "person"),
            ("Han@1", "Han Ji-won", "named", "person"),
            ("The United States", "United States", "named", "government"),
            ("State Department spokesman Carl Reese", "Carl Reese", "named", "person"),
            ("The US", "United States", "named", "government"),
            ("China's foreign ministry", "China's foreign ministry", "named", "government"),
            ("The ministry's spokeswoman, Li Fang", "Li Fang", "named", "person"),
            ("The Kremlin", "Kremlin", "named", "government"),
            ("it@2", "Kremlin", "named", "government"),
        ],
    ),
    "media": (
        """Police in the port have arrested five men, the Harbour Gazette reported on Sunday. The newspaper said they were dockers.
The Associated Press, citing a customs official, said drugs were found. The official told AP the drugs came from Peru.
State television showed the men in handcuffs. In an interview with Radio Coast, Mayor Elena Brunn said she was shocked.
An article in the weekly Dockside claimed the police had known for years. It said officers were paid.
A statement by the police union called the article a lie. The statement said the magazine would be sued.""",
        [
            ("the Harbour Gazette", "Harbour Gazette", "named", "outlet"),
            ("The newspaper", "Harbour Gazette", "named", "outlet"),
            ("The Associated Press", "Associated Press", "named", "outlet"),
            ("a customs official", "a customs official", "role", "person"),
            ("The official", "a customs official", "role", "person"),
            ("Mayor Elena Brunn", "Elena Brunn", "named", "person"),
            ("she", "Elena Brunn", "named", "person"),
            ("An article in the weekly Dockside", "Dockside", "named", "outlet"),
            ("It", "Dockside", "named", "outlet"),
            ("A statement by the police union", "the police union", "role", "organisation"),
            ("The statement", "the police union", "role", "organisation"),
        ],
    ),
    "women": (
        """"I was on the boat when it turned over," said Hannah Okoye, a nurse from Leeds.
Okoye, 29, said two children fell in. She pulled one of them out, her sister Ruth said.
The boat's captain told police that he had seen nothing. He was later released.
Professor Amal Rashid, who led the study of the ferry, said the hull was weak. Dr Rashid said she had warned the owners. They ignored her, she said.
Seaways Ltd, which owns the ferry, said it was "deeply sorry". The company said it would pay for the funerals.""",
        [
            ("Hannah Okoye, a nurse from Leeds", "Hannah Okoye", "named", "person"),
            ("Okoye, 29", "Hannah Okoye", "named", "person"),
            ("her sister Ruth", "Ruth", "named", "person"),
            ("The boat's captain", "the boat's captain", "role", "person"),
            ("he@0", "the boat's captain", "role", "person"),
            (
                "Professor Amal Rashid, who led the study of the ferry,",
                "Amal Rashid",
                "named",
                "person",
            ),
            ("Dr Rashid", "Amal Rashid", "named", "person"),
            ("she@0", "Amal Rashid", "named", "person"),
            ("she@1", "Amal Rashid", "named", "person"),
            ("Seaways Ltd, which owns the ferry", "Seaways Ltd", "named", "organisation"),
            ("The company", "Seaways Ltd", "named", "organisation"),
        ],
    ),
}
