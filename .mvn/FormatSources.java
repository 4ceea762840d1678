import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Checks (or, with "apply", rewrites) every Java source under a folder with google-java-format.
 *
 * <p>Arguments: check or apply, the folder, the report file that is left behind only when something is wrong.
 */
public final class FormatSources {

  private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.GOOGLE;
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".mvn", "node_modules");

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]).toRealPath();
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
        return !dir.equals(root) && SKIPPED.contains(dir.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".java") && file.toString().contains("/src/")) {
          sources.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });

    Formatter formatter = new Formatter(JavaFormatterOptions.builder().style(STYLE).build());
    Set<String> wrong = new ConcurrentSkipListSet<>();
    Set<String> broken = new ConcurrentSkipListSet<>();
    sources.parallelStream().forEach(file -> {
      String name = root.relativize(file).toString();
      try {
        String before = Files.readString(file);
        String after =
            formatter.formatSource(
                RemoveUnusedImports.removeUnusedImports(
                    ImportOrderer.reorderImports(before, STYLE)));
        if (!after.equals(before)) {
          wrong.add(name);
          if (apply) {
            Files.writeString(file, after);
          }
        }
      } catch (FormatterException e) {
        broken.add(name + ": " + e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    Path report = Path.of(args[2]);
    Files.deleteIfExists(report);
    if (apply) {
      System.out.println("[INFO] Formatted " + wrong.size() + " of " + sources.size() + " Java files");
      wrong.clear();
    }
    List<String> lines = new ArrayList<>();
    wrong.forEach(name -> lines.add("not formatted: " + name));
    broken.forEach(problem -> lines.add("cannot be parsed: " + problem));
    lines.forEach(line -> System.out.println("[ERROR] " + line));
    if (!lines.isEmpty()) {
      Files.createDirectories(report.getParent());
      Files.write(report, lines);
    }
  }
}
