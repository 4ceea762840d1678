package dev.fes.sink.nakadi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's Nakadi.
 *
 * @param baseUri where its API is, unless the sink names another
 * @param tokenFile the file that holds the token; read again for each request. Without one no token
 *     is sent
 * @param tokenTypeFile the file that holds the token's type; without one it is a bearer token
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer; Nakadi itself can take 35 s and more
 * @param gzip whether request bodies are compressed
 */
@ConfigurationProperties("fes.nakadi")
public record NakadiSettings(
    @Nullable URI baseUri,
    @Nullable Path tokenFile,
    @Nullable Path tokenTypeFile,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration readTimeout,
    @DefaultValue("false") boolean gzip) {}
