"""Many documents: what cites what, which are one document, which family they belong to, and what becomes of an item
or a target on its way from the nation to a district. Works over records, so a folder and a store are one."""
