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
  private static final int FILTER_CHARACTERS_A_LOOK = 128;
  private static final int FILTER_CHARACTERS_A_VALUE = 32;
  private static final int CHARACTERS_A_STEP = 64;
  private static final int CHARACTERS_A_PRODUCT_STEP = 16;
  private static final int BITS_A_STEP = 512;
  private static final int BITS_A_DIGIT = 4;

  private final FilterText text;
  private final int look;
  private final FilterPairs pairs;
  private long steps;

  FilterSteps(JsonMapper mapper, FilterText text) {
    super(mapper);
    this.text = text;
    this.look = 1 + text.length() / FILTER_CHARACTERS_A_LOOK;
    this.pairs = new FilterPairs(1 + text.length() / CHARACTERS_A_PRODUCT_STEP);
  }

  @Override
  public @Nullable Object getMapValue(Object map, String key) {
    step(look);
    Object value = super.getMapValue(map, key);
    int mark = UNDEFINED.equals(value) ? key.lastIndexOf(FilterRewrite.MARK) : -1;
    return mark < 0 ? value : matched(map, key.substring(0, mark), key.substring(mark + 1));
  }

  @Override
  public @Nullable Object getArrayIndex(Object array, int index) {
    step(look);
    return super.getArrayIndex(array, index);
  }

  @Override
  public Collection<String> getPropertyKeys(Object map) {
    Collection<String> keys = super.getPropertyKeys(map);
    step((1L + keys.size()) * look);
    return keys;
  }

  @Override
  public Iterable<?> toIterable(Object array) {
    step((1L + length(array)) * look);
    return super.toIterable(array);
  }

  @Override
  public List<Object> createArray() {
    return new ArrayList<>();
  }

  /** Called for every value that an operator is to compare. */
  @Override
  public @Nullable Object unwrap(@Nullable Object value) {
    step(1 + text.length() / FILTER_CHARACTERS_A_VALUE);
    if (text.products()) {
      step(pairs.with(value, size(value, CHARACTERS_A_PRODUCT_STEP)));
    }
    step(size(value, CHARACTERS_A_STEP) * text.literals());
    return value;
  }

  @Override
  public <T> T map(Object source, Class<T> type, Configuration configuration) {
    return type.cast(source instanceof List<?> list ? new FilterElements(list) : source);
  }

  @Override
  public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
    throw new UnsupportedOperationException("a filter compares values as they are");
  }

  private @Nullable Object matched(Object map, String field, String pattern) {
    Object value = super.getMapValue(map, field);
    if (UNDEFINED.equals(value)) {
      return UNDEFINED;
    }
    step(size(value, CHARACTERS_A_STEP));
    return text.patterns().get(Integer.parseInt(pattern)).matches(value, this::step);
  }

  private void step(long cost) {
    steps += cost;
    if (steps > MAX_STEPS) {
      throw new FilterFailed(
          "the filter takes more than %,d steps on this change".formatted(MAX_STEPS));
    }
  }

  private static long size(@Nullable Object value, int charactersAStep) {
    return switch (value) {
      case String string -> 1 + string.length() / charactersAStep + cost(digits(string));
      case BigInteger number -> 1 + cost(number.bitLength());
      case BigDecimal number -> 1 + cost(number.unscaledValue().bitLength());
      case List<?> list -> 1 + size(list, charactersAStep);
      case Map<?, ?> map -> 1 + size(map.values(), charactersAStep);
      case null, default -> 1;
    };
  }

  private static long size(Collection<?> values, int charactersAStep) {
    return values.stream().mapToLong(value -> size(value, charactersAStep)).sum();
  }

  /** How many bits the number has that a text may be read as. */
  private static long digits(String text) {
    int digits = 0;
    while (digits < text.length() && "+-.0123456789".indexOf(text.charAt(digits)) >= 0) {
      digits++;
    }
    return (long) digits * BITS_A_DIGIT;
  }

  /** A number is written out and read again to be compared, which is quadratic in its length. */
  private static long cost(long bits) {
    return bits / BITS_A_STEP * (bits / BITS_A_STEP);
  }
}
