package dev.fes.api;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.Jackson3JsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows JsonPath one change and counts what it looks at; too much fails the evaluation. */
final class FilterSteps extends Jackson3JsonProvider implements MappingProvider {

  private static final long MAX_STEPS = 10_000_000;
  private static final int CHARACTERS_A_STEP = 64;
  private static final int BITS_A_STEP = 512;

  private final FilterText text;
  private long steps;

  FilterSteps(JsonMapper mapper, FilterText text) {
    super(mapper);
    this.text = text;
  }

  @Override
  public @Nullable Object getMapValue(Object map, String key) {
    step(1);
    return super.getMapValue(map, key);
  }

  @Override
  public @Nullable Object getArrayIndex(Object array, int index) {
    step(1);
    return super.getArrayIndex(array, index);
  }

  @Override
  public Collection<String> getPropertyKeys(Object map) {
    Collection<String> keys = super.getPropertyKeys(map);
    step(1 + keys.size());
    return keys;
  }

  @Override
  public Iterable<?> toIterable(Object array) {
    step(1 + length(array));
    return super.toIterable(array);
  }

  @Override
  public List<Object> createArray() {
    return new ArrayList<>();
  }

  /** Called for every value that an operator is to compare. */
  @Override
  public @Nullable Object unwrap(@Nullable Object value) {
    long size = size(value);
    step(text.products() ? size * size : size * text.literals());
    return value;
  }

  @Override
  public <T> T map(Object source, Class<T> type, Configuration configuration) {
    return type.cast(source);
  }

  @Override
  public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
    throw new UnsupportedOperationException("a filter compares values as they are");
  }

  private void step(long cost) {
    steps += cost;
    if (steps > MAX_STEPS) {
      throw new FilterFailed(
          "the filter takes more than %,d steps on this change".formatted(MAX_STEPS));
    }
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case String string -> 1 + string.length() / CHARACTERS_A_STEP;
      case BigInteger number -> cost(number);
      case BigDecimal number -> cost(number.unscaledValue());
      case List<?> list -> list.stream().mapToLong(FilterSteps::size).sum() + 1;
      case Map<?, ?> map -> map.values().stream().mapToLong(FilterSteps::size).sum() + 1;
      case null, default -> 1;
    };
  }

  /** Written out and read again to be compared, which is quadratic in its length. */
  private static long cost(BigInteger number) {
    long bits = number.bitLength();
    return 1 + bits / BITS_A_STEP * (bits / BITS_A_STEP);
  }
}
