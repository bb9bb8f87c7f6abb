"""From files to text with title, publisher, published date, language and parts."""
