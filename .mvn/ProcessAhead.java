import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;
import org.springframework.javapoet.ClassName;

/**
 * Has Spring write down the beans of an application, as code, and compiles that code into the application's classes.
 *
 * <p>Arguments: the application's class, a folder to work in, the folder of the classes, the release of Java, and what
 * the application would be started with. The class path is the application's.
 */
public final class ProcessAhead {

  public static void main(String[] args) throws Exception {
    Class<?> application = Class.forName(args[0]);
    Path work = Path.of(args[1]);
    Settings settings =
        Settings.builder()
            .sourceOutput(work.resolve("sources"))
            .classOutput(work.resolve("classes"))
            .resourceOutput(work.resolve("resources")) // for native images alone
            .groupId("none")
            .artifactId("none")
            .build();
    new Processor(application, settings, Arrays.copyOfRange(args, 4, args.length)).process();
    compile(settings.getSourceOutput(), settings.getClassOutput(), args[3]);
    copy(settings.getClassOutput(), Path.of(args[2]));
  }

  /** Names what it writes by the application, for several of them may be on one class path. */
  private static final class Processor extends SpringApplicationAotProcessor {

    private Processor(Class<?> application, Settings settings, String... args) {
      super(application, settings, args);
    }

    @Override
    protected ClassNameGenerator createClassNameGenerator() {
      return new ClassNameGenerator(ClassName.get(getApplicationClass()), getApplicationClass().getSimpleName());
    }
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
