package dev.fes.api;

import com.jayway.jsonpath.internal.filter.ValueNode;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change's list as JsonPath is to compare its elements. Left to itself it takes a text that
 * begins with {@code $} for a path, one that begins with {@code [} for JSON, and fails on objects.
 */
final class FilterElements extends AbstractList<Object> {

  private final List<?> values;

  FilterElements(List<?> values) {
    this.values = values;
  }

  @Override
  public Object get(int index) {
    return node(values.get(index));
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return values.equals(other instanceof FilterElements elements ? elements.values : other);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  private static ValueNode node(@Nullable Object value) {
    return switch (value) {
      case String text -> ValueNode.createStringNode(text, false);
      case List<?> list -> ValueNode.createJsonNode((Object) list);
      case Map<?, ?> map -> ValueNode.createJsonNode((Object) map);
      case null, default -> ValueNode.toValueNode(value);
    };
  }
}
