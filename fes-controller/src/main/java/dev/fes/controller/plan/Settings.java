package dev.fes.controller.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings document of one stage while it is written: dotted keys, sorted, absent values left
 * out.
 */
final class Settings {

  private static final TypeReference<TreeMap<String, Object>> FIELDS = new TypeReference<>() {};
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
          .build();

  private final SortedMap<String, Object> values = new TreeMap<>();

  Settings put(String key, @Nullable Object value) {
    if (value != null) {
      values.put(key, plain(value));
    }
    return this;
  }

  /** A value that the stage takes from its environment. */
  Settings putVariable(String key, String variable) {
    values.put(key, "${" + variable + "}");
    return this;
  }

  /**
   * A record's type and fields under their own names, as its other reader, the stage, binds them.
   */
  Settings putRecord(String prefix, Object settings) {
    put(prefix + ".type", settings.getClass().getSimpleName());
    JSON.convertValue(settings, FIELDS).forEach((field, value) -> put(prefix + "." + field, value));
    return this;
  }

  Config config(Credentials credentials) {
    return new Config(JSON.writeValueAsString(values), credentials);
  }

  /** What a manifest says is never a placeholder: it must not read the stage's environment. */
  private static Object plain(Object value) {
    return switch (value) {
      case Path path -> path.toString();
      case DataSize size -> size.toBytes() + "B";
      case String text -> text.replace("${", "\\${");
      case Collection<?> list -> list.stream().map(Settings::plain).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new TreeMap<>();
        map.forEach((key, element) -> plain.put(key, plain(element)));
        yield plain;
      }
      default -> value;
    };
  }
}
