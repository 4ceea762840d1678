package dev.fes.source.postgres;

/**
 * A publication that FES made, or was about to make: remembered before it is made, and apart from
 * any reader, for a publication may outlive the reader that made it.
 */
record MadePublication(String systemIdentifier, String database, String publication) {

  /** Its own in the topic of all readers. */
  String key() {
    return "publication " + publication + " of " + database + " on " + systemIdentifier;
  }
}
