"""Apache Spark as an engine: the same code on parts of the city, for registers beyond one machine (A13).

Control and integrated ownership never cross from one connected family of holdings to another, and liability
never from one ground to another. So Spark finds the families (`families`), hands whole families to the
partitions, and each partition runs the code that one machine runs (`ownership`, `liability`). The answers are
the same because the code is the same; a test with both engines as its parameter shows it.

It needs the extra: ``pip install 'creditgraph[spark]'``, and Java 17.
"""
