package dev.fes.flow;

import java.util.Set;

/** How a payload holds its metadata, and where what is missing goes. */
public sealed interface MetadataPlace {

  /** The payload has none; it goes in at the offset, before the first field if there is one. */
  record None(int at, boolean empty) implements MetadataPlace {}

  /** The payload has null, from one offset to another. */
  record Null(int from, int to) implements MetadataPlace {}

  /** The payload has an object with these fields; more go in at the offset. */
  record Present(int at, boolean empty, Set<String> fields) implements MetadataPlace {}

  /** The payload has something that is no object: not for us to mend. */
  record Other() implements MetadataPlace {}
}
