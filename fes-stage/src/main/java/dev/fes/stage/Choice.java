package dev.fes.stage;

import dev.fes.api.Shorthand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The records that an app can run, one of which its settings name: {@code fes.sink.type} is the
 * record's name, and its fields have the same prefix. Where nothing says the type, the app's label
 * in Spring Cloud Data Flow does, if it is the record's short name.
 *
 * @param prefix such as {@code fes.sink}
 */
public record Choice<T>(String prefix, List<Class<? extends T>> records) {

  /** What a stream's definition calls the app. */
  public static final String LABEL = "spring.cloud.dataflow.stream.app.label";

  public Choice {
    records = List.copyOf(records);
  }

  /**
   * Reads the record that the settings name.
   *
   * @throws InvalidConfigurationPropertyValueException if they name none of these
   */
  public T read(Binder settings) {
    return bound(settings, named(settings).orElseThrow(() -> unknown("")));
  }

  /**
   * Reads the record that the settings name.
   *
   * @param otherwise what is read where they name none
   */
  public T read(Binder settings, Class<? extends T> otherwise) {
    Optional<Class<? extends T>> named = named(settings);
    return bound(settings, named.isPresent() ? named.get() : otherwise);
  }

  private Optional<Class<? extends T>> named(Binder settings) {
    String type = settings.bind(prefix + ".type", String.class).orElse("");
    if (!type.isEmpty()) {
      return Optional.of(
          records.stream()
              .filter(known -> known.getSimpleName().equals(type))
              .findFirst()
              .orElseThrow(() -> unknown(type)));
    }
    return called(settings.bind(LABEL, String.class).orElse(""));
  }

  /** The record with this short name. */
  public Optional<Class<? extends T>> called(String shortName) {
    for (Class<? extends T> known : records) {
      if (Shorthand.nameOf(known).equals(shortName)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private T bound(Binder settings, Class<? extends T> record) {
    return settings.bindOrCreate(prefix, record);
  }

  private InvalidConfigurationPropertyValueException unknown(String type) {
    String names = records.stream().map(Class::getSimpleName).collect(Collectors.joining(" or "));
    return new InvalidConfigurationPropertyValueException(
        prefix + ".type", type, "is not what this app can run: give " + names);
  }
}
