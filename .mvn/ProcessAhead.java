import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * Has Spring write down the beans of an application, as code, and compiles that code into the application's classes.
 *
 * <p>Arguments: the application's class, a folder to work in, the folder of the classes, the release of Java, and what
 * the application would be started with. The class path is the application's.
 */
public final class ProcessAhead {

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[1]);
    Path sources = work.resolve("sources");
    Path classes = work.resolve("classes");
    String[] application = Arrays.copyOfRange(args, 4, args.length);
    write(args[0], work, application);
    compile(sources, classes, args[3]);
    copy(classes, Path.of(args[2]));
  }

  /** Empties the folders first. */
  private static void write(String application, Path work, String... args) throws Exception {
    Stream<String> settings =
        Stream.of(
            application,
            work.resolve("sources").toString(),
            work.resolve("resources").toString(), // for native images alone
            work.resolve("classes").toString(),
            "none",
            "none");
    SpringApplicationAotProcessor.main(Stream.concat(settings, Arrays.stream(args)).toArray(String[]::new));
  }

  private static void compile(Path sources, Path classes, String release) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(sources)) {
      List<Path> code = found.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options = List.of("-d", classes.toString(), "--release", release, "-proc:none", "-nowarn");
      if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(code)).call()) {
        throw new IllegalStateException("what Spring wrote to " + sources + " cannot be compiled");
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
