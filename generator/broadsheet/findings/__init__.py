"""Files of findings: NAME.auto.yaml written by `extract`, looked through in `review`, decisions kept in NAME.yaml."""
