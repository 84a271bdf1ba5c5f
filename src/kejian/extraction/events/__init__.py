"""What happened: the events that a document tells, with date, actors, thing, claim and field.

Knows the sentences, scopes and names of a document; knows nothing of figures. The way in is `milestones`.
"""
