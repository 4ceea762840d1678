package dev.fes.flow;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A run over a file of changes, in place of a stage.
 *
 * @param input a change a line, as JSON: {@code {id, position, op, table, committedAt, key,
 *     value}}, key and value in base64
 * @param output what became of each, a line: {@code {"events": [{id, key, value}]}} or {@code
 *     {"error"}}
 */
@ConfigurationProperties("fes.flow.preview")
record PreviewSettings(Path input, Path output) {}
