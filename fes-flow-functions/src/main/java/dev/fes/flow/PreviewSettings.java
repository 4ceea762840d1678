package dev.fes.flow;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A run over a file of changes, in place of a stage.
 *
 * @param input a change a line, as a JSON object of id, position, op, table, committedAt, key and
 *     value, the last two in base64
 * @param output what became of each, a line: a JSON object of events, each with id, key and value,
 *     or of error
 */
@ConfigurationProperties("fes.flow.preview")
record PreviewSettings(Path input, Path output) {}
