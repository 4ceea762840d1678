package dev.fes.stage;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The records that an app can run, one of which its settings name: {@code fes.sink.type} is the
 * record's name, and its fields have the same prefix.
 *
 * @param prefix such as {@code fes.sink}
 */
public record Choice<T>(String prefix, List<Class<? extends T>> records) {

  public Choice {
    records = List.copyOf(records);
  }

  /**
   * Reads the record that the settings name.
   *
   * @throws InvalidConfigurationPropertyValueException if they name none of these
   */
  public T read(Binder settings) {
    String key = prefix + ".type";
    String type = settings.bind(key, String.class).orElse("");
    return records.stream()
        .filter(known -> known.getSimpleName().equals(type))
        .findFirst()
        .<T>map(known -> settings.bindOrCreate(prefix, known))
        .orElseThrow(() -> unknown(key, type));
  }

  private InvalidConfigurationPropertyValueException unknown(String key, String type) {
    String names = records.stream().map(Class::getSimpleName).collect(Collectors.joining(" or "));
    return new InvalidConfigurationPropertyValueException(
        key, type, "is not what this app can run: give " + names);
  }
}
