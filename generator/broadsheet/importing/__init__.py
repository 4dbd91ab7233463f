"""Import: another program's archive to articles of ours, with an account of every post and every field."""
