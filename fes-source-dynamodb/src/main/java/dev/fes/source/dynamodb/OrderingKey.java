package dev.fes.source.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What order is kept for, as text: the item's key, or some of its attributes. A single value stands
 * as it is; the attributes of a key are a JSON object, sorted by name, and several fields a JSON
 * array.
 */
final class OrderingKey {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern IMAGE = Pattern.compile("^(NewImage|OldImage|Keys)\\.");
  private static final Pattern DOT = Pattern.compile("\\.");

  private OrderingKey() {}

  static byte[] ofItem(Map<String, AttributeValue> keys) {
    if (keys.size() == 1) {
      return ItemJson.text(keys.values().iterator().next()).getBytes(UTF_8);
    }
    return json(to -> ItemJson.write(new TreeMap<>(keys), to));
  }

  /** Attributes may be named as in the change record, where they stand below its images. */
  static byte[] ofFields(Map<String, AttributeValue> image, List<String> fields) {
    if (fields.size() == 1) {
      AttributeValue value = find(image, fields.getFirst());
      return (value == null ? "null" : ItemJson.text(value)).getBytes(UTF_8);
    }
    return json(
        to -> {
          to.writeStartArray();
          for (String field : fields) {
            AttributeValue value = find(image, field);
            if (value == null) {
              to.writeNull();
            } else {
              to.writeString(ItemJson.text(value));
            }
          }
          to.writeEndArray();
        });
  }

  /** The attribute of an item that a field is in. */
  static String attribute(String field) {
    return DOT.split(IMAGE.matcher(field).replaceFirst(""), -1)[0];
  }

  private static @Nullable AttributeValue find(Map<String, AttributeValue> image, String field) {
    AttributeValue found = null;
    Map<String, AttributeValue> in = image;
    for (String name : DOT.split(IMAGE.matcher(field).replaceFirst(""), -1)) {
      found = in.get(name);
      if (found == null) {
        return null;
      }
      in = found.m();
    }
    return found;
  }

  private static byte[] json(Consumer<JsonGenerator> writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      writing.accept(to);
    }
    return text.toString().getBytes(UTF_8);
  }
}
