package dev.fes.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object within some bytes.
 *
 * @param start where it begins
 * @param end where it has ended
 * @param place how it holds its metadata
 * @param keys the values of the fields that make the ordering key, as far as it has them
 */
public record Payload(
    byte[] bytes, int start, int end, MetadataPlace place, Map<String, String> keys) {

  /** The payload's bytes with what its metadata lacks; everything else as it is. */
  public byte[] with(Metadata metadata) {
    return switch (place) {
      case MetadataPlace.None(int at, boolean empty) ->
          spliced(at, at, "\"metadata\":{" + metadata.without(Set.of()) + "}" + (empty ? "" : ","));
      case MetadataPlace.Null(int from, int to) ->
          spliced(from, to, "{" + metadata.without(Set.of()) + "}");
      case MetadataPlace.Present(int at, boolean empty, Set<String> fields) -> {
        String missing = metadata.without(fields);
        yield missing.isEmpty() ? untouched() : spliced(at, at, missing + (empty ? "" : ","));
      }
      case MetadataPlace.Other() -> untouched();
    };
  }

  public int size() {
    return end - start;
  }

  /** The payload as it is. */
  public byte[] untouched() {
    return start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
  }

  private byte[] spliced(int from, int to, String insert) {
    byte[] inserted = insert.getBytes(UTF_8);
    byte[] whole = new byte[from - start + inserted.length + end - to];
    System.arraycopy(bytes, start, whole, 0, from - start);
    System.arraycopy(inserted, 0, whole, from - start, inserted.length);
    System.arraycopy(bytes, to, whole, from - start + inserted.length, end - to);
    return whole;
  }
}
