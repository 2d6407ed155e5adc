"""What surrounds the lessons: questions, the set-up check, and the instructor's tools."""
