package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.EventId;
import dev.fes.controller.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans that were last put to work, a file each, so that what leaves a manifest while no
 * controller runs is still drained and taken away by the next one. There are no secrets in a plan.
 */
public final class PlanFiles implements PlanMemory {

  private static final Logger LOG = LoggerFactory.getLogger(PlanFiles.class);
  private static final Pattern PLAIN = Pattern.compile("[\\w.-]{1,200}");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;

  public PlanFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Plan> recall() {
    List<Plan> plans = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return plans;
    }
    try (var files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        recall(file).ifPresent(plans::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("cannot recall what ran before, in {}: {}", directory, e.toString());
    }
    return plans;
  }

  private static Optional<Plan> recall(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), Plan.class));
    } catch (IOException | JacksonException e) {
      LOG.warn("cannot recall what ran before, from {}: {}", file, e.toString());
      return Optional.empty();
    }
  }

  @Override
  public void remember(Plan plan) {
    Path file = file(plan.key());
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(directory);
      Files.writeString(draft, JSON.writeValueAsString(plan));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void forget(ResourceKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file(key), e);
    }
  }

  /** A name that no cluster would take leads nowhere else; a file name has 255 bytes at most. */
  private Path file(ResourceKey key) {
    String name = key.namespace() + "_" + key.name();
    return directory.resolve((PLAIN.matcher(name).matches() ? name : shortened(key)) + ".json");
  }

  private static String shortened(ResourceKey key) {
    String namespace = PLAIN.matcher(key.namespace()).matches() ? key.namespace() : "";
    return namespace + "_" + EventId.of("plan", key.namespace(), key.name());
  }
}
