package dev.fes.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/**
 * Takes a text apart into documents. A document that is no YAML or JSON does not keep the others
 * from being read.
 */
final class ManifestReader {

  private static final int MAX_MESSAGE = 200;
  private static final Pattern DOCUMENT = Pattern.compile("(?m)^---(?=\\s|$)");
  private static final Pattern POSITION = Pattern.compile("line (\\d+), column \\d+");
  private static final TokenStreamFactory JSON = JsonFactory.builder().build();
  private static final TokenStreamFactory YAML =
      YAMLFactory.builder().enable(YAMLReadFeature.EMPTY_STRING_AS_NULL).build();

  private ManifestReader() {}

  static List<Manifest> read(String text) {
    if (text.length() > ResourceReader.MAX_LENGTH) {
      return List.of(
          broken("has more than " + ResourceReader.MAX_LENGTH + " characters: split it"));
    }
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<Manifest> manifests = plain.stripLeading().startsWith("{") ? json(plain) : yaml(plain);
    return manifests.isEmpty() ? List.of(broken("holds no resource: write one")) : manifests;
  }

  /** An opening brace may also begin a YAML document in flow style. */
  private static List<Manifest> json(String text) {
    try {
      return documents(JSON, text);
    } catch (JacksonException e) {
      List<Manifest> manifests = yaml(text);
      boolean yaml = manifests.stream().noneMatch(manifest -> manifest.tree().isMissingNode());
      return yaml ? manifests : List.of(broken("is not JSON: " + said(e, 0) + "; correct it"));
    }
  }

  private static List<Manifest> yaml(String text) {
    List<Manifest> manifests = new ArrayList<>();
    Matcher next = DOCUMENT.matcher(text);
    int line = 0;
    for (int from = 0; from <= text.length(); ) {
      int to = next.find(Math.min(from + 1, text.length())) ? next.start() : text.length();
      String document = text.substring(from, to);
      if (!document.lines().allMatch(ManifestReader::saysNothing)) {
        manifests.addAll(yamlDocument(document, line));
      }
      line += (int) document.chars().filter(c -> c == '\n').count();
      from = to == text.length() ? to + 1 : to;
    }
    return manifests;
  }

  private static boolean saysNothing(String line) {
    return line.isBlank() || line.startsWith("#") || line.startsWith("%");
  }

  private static List<Manifest> yamlDocument(String document, int linesBefore) {
    try {
      return documents(YAML, document);
    } catch (JacksonException e) {
      return List.of(broken("is not YAML: " + said(e, linesBefore) + "; correct it"));
    }
  }

  private static List<Manifest> documents(TokenStreamFactory factory, String text) {
    List<Manifest> manifests = new ArrayList<>();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      while (parser.nextToken() != null) {
        TreeReader reader = new TreeReader(parser);
        JsonNode tree = reader.read();
        if (!tree.isNull()) {
          manifests.add(new Manifest(tree, reader.findings()));
        }
      }
    } catch (TooLarge e) {
      manifests.add(broken(e.mend()));
    } catch (IndexOutOfBoundsException e) {
      manifests.add(
          broken("cannot be read: it ends within a character, or has half of one; correct it"));
    }
    return manifests;
  }

  /** The parser's words without the lines it quotes, which may hold anything. */
  private static String said(JacksonException e, int linesBefore) {
    String message = String.valueOf(e.getOriginalMessage());
    int line = Math.max(e.getLocation().getLineNr(), 1);
    for (Matcher position = POSITION.matcher(message); position.find(); ) {
      line = Integer.parseInt(position.group(1));
    }
    String words =
        message
            .lines()
            .filter(said -> !said.isBlank() && !said.startsWith(" "))
            .collect(Collectors.joining(", "))
            .replaceAll("\\p{Cntrl}", "?");
    return "line "
        + (linesBefore + line)
        + ", "
        + words.substring(0, Math.min(words.length(), MAX_MESSAGE));
  }

  private static Manifest broken(String message) {
    return new Manifest(MissingNode.getInstance(), List.of(new Finding("", message)));
  }
}
