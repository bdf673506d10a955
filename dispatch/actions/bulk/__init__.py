"""Whole lives written at once: the bulk twin of every verb of dispatch, over `ComplaintBatch`.

The same tables decide where a step leads, the same functions build its rows. A step that its verb
would refuse for its content is refused here as well; who may take it is not asked, so nobody's
request ever comes here.
"""
