"""What a finding says in plain Chinese: words, sections, and the notice that is handed to the person."""
