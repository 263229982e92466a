"""Files that reviewers put beside a case: a quotation, a drawing, a calculation.

They are private: kept apart from all pictures, read by those alone who may judge the idea, always
taken away as a file and never shown by the browser. When the idea is hidden for being unlawful, or
somebody removes one, the file is erased and the row stays to say that it was there.
"""
