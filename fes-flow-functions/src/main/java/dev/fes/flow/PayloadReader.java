package dev.fes.flow;

import dev.fes.stage.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks through a payload once, for its metadata and the fields of its key; of equal names the last
 * one counts.
 */
public final class PayloadReader {

  private static final String METADATA = "metadata";

  private final Set<String> wanted;
  private final Set<String> ways = new HashSet<>();

  public PayloadReader(Collection<String> fields) {
    wanted = Set.copyOf(fields);
    ways.add(METADATA);
    for (String field : fields) {
      for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
        ways.add(field.substring(0, dot));
      }
    }
  }

  /** Reads the payload where the parser stands: at the beginning of an object within the bytes. */
  public Payload read(JsonParser parser, byte[] bytes) {
    return new Reading(parser).payload(bytes);
  }

  /** Reads bytes that are one object and nothing else. */
  public Payload read(byte[] object) {
    try (JsonParser parser = Json.parse(object)) {
      parser.nextToken();
      return read(parser, object);
    }
  }

  /** One walk through one payload. */
  private final class Reading {

    private final JsonParser parser;
    private final Map<String, String> keys = new HashMap<>();
    private final Set<String> inMetadata = new HashSet<>();
    private @Nullable MetadataPlace place;

    private Reading(JsonParser parser) {
      this.parser = parser;
    }

    private Payload payload(byte[] bytes) {
      int start = Tokens.start(parser);
      int first = Tokens.end(parser);
      boolean empty = object("");
      MetadataPlace found = place == null ? new MetadataPlace.None(first, empty) : place;
      return new Payload(bytes, start, Tokens.end(parser), found, keys);
    }

    /** Returns whether the object is empty. */
    private boolean object(String way) {
      boolean empty = true;
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        empty = false;
        field(way + name, way, name);
      }
      return empty;
    }

    private void field(String path, String way, String name) {
      JsonToken value = parser.nextToken();
      if (way.equals("metadata.")) {
        inMetadata.add(name);
      }
      if (wanted.contains(path) && value.isScalarValue()) {
        keys.put(path, parser.getString());
      }
      if (way.isEmpty() && name.equals(METADATA)) {
        metadata(value);
      } else if (value == JsonToken.START_OBJECT && ways.contains(path)) {
        object(path + ".");
      } else {
        parser.skipChildren();
      }
    }

    private void metadata(JsonToken value) {
      inMetadata.clear();
      place =
          switch (value) {
            case START_OBJECT -> {
              int at = Tokens.end(parser);
              boolean empty = object("metadata.");
              yield new MetadataPlace.Present(at, empty, Set.copyOf(inMetadata));
            }
            case VALUE_NULL -> new MetadataPlace.Null(Tokens.start(parser), Tokens.end(parser));
            default -> {
              parser.skipChildren();
              yield new MetadataPlace.Other();
            }
          };
    }
  }
}
