"""What is said, and where: questions, answers, and their forms in a terminal and in Telegram."""
