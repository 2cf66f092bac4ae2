"""Who confirmed, denied, has not denied."""
