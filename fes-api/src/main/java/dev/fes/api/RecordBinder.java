package dev.fes.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Makes records out of a tree and collects everything that is in the way. A field is a record's
 * component; a sealed interface is one of its records, named by the field {@code type}. Absent and
 * null are the same; what is required and what is the default is said by the records alone.
 */
final class RecordBinder {

  private static final String TYPE = "type";

  /** Carries its type, although it is the only one of its kind yet. */
  static final Class<?> ALONE = Source.DatabaseAuthenticationSecret.class;

  private final FindingLog log;
  private final ScalarReader scalars;

  RecordBinder(FindingLog log) {
    this.log = log;
    this.scalars = new ScalarReader(log);
  }

  /** The node if it is an object, and a missing one if not. */
  JsonNode object(@Nullable JsonNode node, String path, String mend) {
    if (node == null || node.isNull()) {
      log.fault(path, "is required: " + mend);
    } else if (!node.isObject()) {
      log.fault(
          path,
          "must be an object, but is " + ScalarReader.kind(node) + ": write its fields below it");
    }
    return node != null && node.isObject() ? node : MissingNode.getInstance();
  }

  <T> @Nullable T bind(@Nullable JsonNode node, Class<T> type, String path) {
    return type.cast(value(node, type, path));
  }

  /** The elements, a null for each that has a fault. */
  <T> @Nullable List<@Nullable T> list(@Nullable JsonNode node, Class<T> type, String path) {
    Collection<@Nullable Object> values = elements(node, type, path);
    if (values == null) {
      return null;
    }
    List<@Nullable T> elements = new ArrayList<>();
    values.forEach(value -> elements.add(type.cast(value)));
    return elements;
  }

  /**
   * The record, or null and its faults, but for those that only echo a fault of one of its parts.
   */
  <T> @Nullable T construct(Class<T> type, String path, @Nullable Object... values) {
    try {
      Constructor<T> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidResource invalid) {
        log.addUnlessEchoes(path, invalid.findings());
        return null;
      }
      throw new IllegalStateException("a record failed for another reason than its findings", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record cannot be made by its components", e);
    }
  }

  void warnOfUnknown(JsonNode object, Set<String> known, String path) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
        String mend = Spelling.didYouMean(field.getKey(), known);
        log.warn(
            Finding.member(path, field.getKey()),
            "is unknown and ignored: take it out"
                + (mend.isEmpty() ? Spelling.known(known) : mend));
      }
    }
  }

  private @Nullable Object value(@Nullable JsonNode node, Type type, String path) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      Collection<@Nullable Object> values =
          elements(node, generic.getActualTypeArguments()[0], path);
      return values == null || generic.getRawType() == List.class
          ? values
          : new LinkedHashSet<>(values);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord() || raw.isSealed()) {
      JsonNode object = object(node, path, "");
      if (object.isMissingNode()) {
        return null;
      }
      return raw.isRecord() ? record(object, raw, path) : oneOf(object, raw, path);
    }
    return scalars.read(node, raw, path);
  }

  private @Nullable Collection<@Nullable Object> elements(
      @Nullable JsonNode node, Type type, String path) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (!node.isArray()) {
      log.fault(
          path, "must be a list, but is " + ScalarReader.kind(node) + ": begin each with a dash");
      return null;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String at = path + "[" + i + "]";
      if (node.get(i).isNull()) {
        log.fault(at, "is empty: write it, or take it out");
      }
      elements.add(value(node.get(i), type, at));
    }
    return elements;
  }

  private @Nullable Object oneOf(JsonNode object, Class<?> sealed, String path) {
    Map<String, Class<?>> known =
        new TreeMap<>(
            Arrays.stream(sealed.getPermittedSubclasses())
                .collect(Collectors.toMap(Class::getSimpleName, Function.identity())));
    Class<?> type = type(object, known, path);
    return type == null ? null : record(object, type, path);
  }

  private @Nullable Class<?> type(JsonNode object, Map<String, Class<?>> known, String path) {
    String at = Finding.join(path, TYPE);
    String name = bind(object.get(TYPE), String.class, at);
    Class<?> type = name == null ? null : known.get(name);
    if (name != null && type == null) {
      log.fault(
          at,
          "is unknown"
              + Spelling.didYouMean(name, known.keySet())
              + Spelling.known(known.keySet()));
    } else if (!object.hasNonNull(TYPE)) {
      log.fault(at, "is required: say which one it is" + Spelling.known(known.keySet()));
    }
    return type;
  }

  private @Nullable Object record(JsonNode object, Class<?> type, String path) {
    Set<String> known = new TreeSet<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      known.add(name);
      values.add(value(object.get(name), component.getGenericType(), Finding.join(path, name)));
    }
    if (type == ALONE && object.hasNonNull(TYPE)) {
      type(object, Map.of(type.getSimpleName(), type), path);
    }
    if (type == ALONE || type.getInterfaces().length > 0) {
      known.add(TYPE);
    }
    warnOfUnknown(object, known, path);
    return construct(type, path, values.toArray());
  }
}
