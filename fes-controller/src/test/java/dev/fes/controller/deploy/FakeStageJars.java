package dev.fes.controller.deploy;

import dev.fes.controller.plan.App;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A directory of stage jars that all are {@link FakeStage}. */
public final class FakeStageJars {

  private FakeStageJars() {}

  public static Path in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeStage.class.getName());
    String entry = FakeStage.class.getName().replace('.', '/') + ".class";
    List<String> modules = new ArrayList<>(List.of("fes-compact"));
    Stream.of(App.values()).map(App::module).forEach(modules::add);
    for (String module : modules) {
      try (JarOutputStream jar =
              new JarOutputStream(
                  Files.newOutputStream(directory.resolve(module + ".jar")), manifest);
          InputStream bytes = FakeStage.class.getClassLoader().getResourceAsStream(entry)) {
        jar.putNextEntry(new JarEntry(entry));
        bytes.transferTo(jar);
      }
    }
    return directory;
  }
}
