package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a page of documentation, to be run as they are written there: fenced blocks of
 * {@code sh} with a name behind it, which whatever calls {@code curl} has to have. The block {@code
 * setup} comes before each of the others.
 */
final class DocumentedCommands {

  private static final Pattern BLOCK =
      Pattern.compile("^```(.*?)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("sh ([a-z-]+)");
  private static final String SETUP = "setup";

  private final Map<String, String> blocks;
  private final Path folder;
  private final Set<String> untried;

  private DocumentedCommands(Map<String, String> blocks, Path folder) {
    this.blocks = blocks;
    this.folder = folder;
    this.untried = new TreeSet<>(blocks.keySet());
    untried.remove(SETUP);
  }

  /**
   * @param page below docs
   * @param folder that they are run in
   */
  static DocumentedCommands of(String page, Path folder) {
    Map<String, String> blocks = new LinkedHashMap<>();
    try {
      Matcher found =
          BLOCK.matcher(Files.readString(RunningFes.HOME.resolve("docs").resolve(page)));
      while (found.find()) {
        Matcher named = NAMED.matcher(found.group(1));
        String block = found.group(2);
        if (named.matches()) {
          if (blocks.put(named.group(1), block) != null) {
            throw new IllegalStateException(page + " has two blocks called " + named.group(1));
          }
        } else if (block.contains("curl ")) {
          throw new IllegalStateException(page + " has a block without a name: " + block);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DocumentedCommands(blocks, folder);
  }

  /** Those that nobody has run yet. */
  Set<String> untried() {
    return Set.copyOf(untried);
  }

  /**
   * Runs a block and gives what it prints.
   *
   * @param real what stands for the addresses and names of the page
   */
  String run(String name, Map<String, String> real) {
    String block = blocks.get(name);
    if (block == null) {
      throw new IllegalStateException("there is no block called " + name);
    }
    untried.remove(name);
    String script = blocks.getOrDefault(SETUP, "") + block;
    for (Map.Entry<String, String> one : real.entrySet()) {
      script = script.replace(one.getKey(), one.getValue());
    }
    return run(script);
  }

  private String run(String script) {
    try {
      Process shell =
          new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      shell.getOutputStream().close();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = shell.waitFor();
      if (code != 0) {
        throw new AssertionError(script + "\nended with " + code + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
