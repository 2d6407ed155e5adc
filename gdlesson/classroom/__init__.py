"""What surrounds the lessons: questions, the setup check, and the instructor's tools."""
