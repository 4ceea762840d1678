package dev.fes.api;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSONPath over a whole change record, such as {@code [?(@.source.txId > 500)]}; a match keeps
 * the change. Safe for use by many threads; the same record always has the same answer.
 *
 * <ul>
 *   <li>The leading {@code $} may be left out. A path without a predicate matches where it leads to
 *       something, a null included.
 *   <li>A path that is absent equals nothing, so {@code ==} with it does not match and {@code !=}
 *       does: an insert has no old image, and {@code @.OldImage.Status != @.NewImage.Status} keeps
 *       it. Where BOTH sides are absent nothing has changed, and {@code !=} does not match. {@code
 *       <}, {@code >} do not match; {@code nin} does.
 *   <li>A predicate or field of what is no object or list is absent as well. A null is a value,
 *       apart from absence.
 *   <li>Numbers are compared by value and exactly, of any size (within a literal list or object: as
 *       they are written).
 *   <li>{@code @.path =~ /pattern/flags} matches the whole text by a regular expression of RE2,
 *       with the flags i, m and s, and a list where any element matches. An absent path, a null and
 *       an object count as the empty text. The path ends in the name of a field.
 *   <li>Texts in lists are compared as they are. {@code in}, {@code anyof}, {@code noneof} and
 *       {@code subsetof} with what is no list make their whole predicate not match.
 *   <li>Refused, because their cost has no bound or they are not the same twice: deep scans ({@code
 *       ..}), functions other than {@code length()} and {@code size()}, look-around and back
 *       references, text over 4,096 characters.
 *   <li>Work is counted in steps, not time: a record that takes more than 10 million fails, on
 *       every machine; and so does one of more than a million JSON tokens, for it is read whole and
 *       a heap holds no more.
 * </ul>
 */
public final class Filter {

  /** A path with an escaped name, or with a wildcard where the columns of a row are. */
  private static final Pattern ANY_COLUMN =
      Pattern.compile(
          "\\\\|^\\$(?:(?:\\.|\\[\\s*['\"])(?:after|before)(?:['\"]\\s*])?)?(?:\\.|\\[\\s*)\\*");

  private static final int POSTGRES_NUMERIC_DIGITS = 150_000;

  /** About 50 MB as maps and lists; a record of 32 MB may have 16 times as many. */
  private static final int MOST_TOKENS = 1_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(POSTGRES_NUMERIC_DIGITS)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String source;
  private final FilterText text;
  private final JsonPath path;

  private Filter(String source, FilterText text, JsonPath path) {
    this.source = source;
    this.text = text;
    this.path = path;
  }

  /**
   * Reads a filter.
   *
   * @throws InvalidResource with what is wrong with it
   */
  public static Filter compile(String source) {
    try {
      FilterText text = FilterText.of(source);
      return new Filter(source, text, JsonPath.compile(text.path()));
    } catch (InvalidResource e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new InvalidResource(
          List.of(new Finding("", "is not a JSONPath: write [?(@.path == 'value')]")));
    }
  }

  /**
   * Whether the change is kept.
   *
   * @throws FilterFailed if this cannot be said of this change: a bad event
   */
  public boolean matches(byte[] changeJson) {
    Object change = parsed(changeJson);
    FilterSteps steps = new FilterSteps(MAPPER, text);
    try {
      Object found =
          path.read(
              change, Configuration.builder().jsonProvider(steps).mappingProvider(steps).build());
      return path.isDefinite() || !((List<?>) found).isEmpty();
    } catch (FilterFailed e) {
      throw e;
    } catch (InvalidPathException e) {
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new FilterFailed(
          "the filter cannot be evaluated on this change: " + e.getClass().getSimpleName());
    }
  }

  /** Whether the answer may depend on a column, or another field, of this name. */
  public boolean mayRead(String field) {
    Pattern name =
        Pattern.compile("(?<![\\p{L}\\p{N}_$-])" + Pattern.quote(field) + "(?![\\p{L}\\p{N}_$-])");
    return text.steps().stream()
        .anyMatch(path -> ANY_COLUMN.matcher(path).find() || name.matcher(path).find());
  }

  @Override
  public String toString() {
    return source;
  }

  private static Object parsed(byte[] changeJson) {
    try {
      return MAPPER.readValue(changeJson, Object.class);
    } catch (StreamConstraintsException e) {
      throw new FilterFailed(
          String.format(
              Locale.ROOT,
              "the filter cannot be evaluated: the change has more JSON in it than is read for a"
                  + " filter (%,d tokens, %d levels, numbers of %,d digits)",
              MOST_TOKENS,
              StreamReadConstraints.DEFAULT_MAX_DEPTH,
              POSTGRES_NUMERIC_DIGITS));
    } catch (JacksonException e) {
      throw new FilterFailed("the filter cannot be evaluated: the change is not one JSON value");
    }
  }
}
