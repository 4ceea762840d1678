package dev.fes.source.dynamodb;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JsonGenerator;

/**
 * Attribute values as plain JSON: numbers with all their digits, sets and the names of attributes
 * sorted, so that the same item is always the same text.
 */
final class ItemJson {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Comparator<String> BY_VALUE =
      Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(text -> text);

  private ItemJson() {}

  static void write(Map<String, AttributeValue> item, JsonGenerator to) {
    to.writeStartObject();
    new TreeMap<>(item)
        .forEach(
            (name, value) -> {
              to.writeName(name);
              write(value, to);
            });
    to.writeEndObject();
  }

  static void write(AttributeValue value, JsonGenerator to) {
    switch (value.type()) {
      case S -> to.writeString(value.s());
      case N -> to.writeNumber(number(value.n()));
      case BOOL -> to.writeBoolean(value.bool());
      case NUL -> to.writeNull();
      case B -> to.writeBinary(value.b().asByteArrayUnsafe());
      case M -> write(value.m(), to);
      case L -> {
        to.writeStartArray();
        value.l().forEach(element -> write(element, to));
        to.writeEndArray();
      }
      case SS -> strings(value.ss().stream().sorted(), to);
      case BS -> strings(base64(value.bs()), to);
      case NS -> {
        to.writeStartArray();
        value.ns().stream().sorted(BY_VALUE).forEach(element -> to.writeNumber(number(element)));
        to.writeEndArray();
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute has a type that is not known");
    }
  }

  /** A scalar as text: what it is in JSON, without quotes. */
  static String text(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> number(value.n());
      case BOOL -> value.bool().toString();
      case B -> base64(value.b());
      case NUL -> "null";
      case M, L, SS, NS, BS, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException(
              "an attribute that order is kept for is no scalar: name one that is");
    };
  }

  /** DynamoDB's numbers are JSON's already; one that is not is written anew. */
  private static String number(String digits) {
    return NUMBER.matcher(digits).matches() ? digits : new BigDecimal(digits).toString();
  }

  private static Stream<String> base64(List<SdkBytes> values) {
    return values.stream().map(ItemJson::base64).sorted();
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }

  private static void strings(Stream<String> sorted, JsonGenerator to) {
    to.writeStartArray();
    sorted.forEach(to::writeString);
    to.writeEndArray();
  }
}
