package dev.fes.sink.sqs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the installation calls SQS; where it is and who calls is said by {@code spring.cloud.aws.*}.
 *
 * @param connectTimeout the longest wait for a connection
 * @param callTimeout the longest wait for an answer, connection included
 */
@ConfigurationProperties("fes.sqs")
public record SqsSettings(
    @DefaultValue("10s") Duration connectTimeout, @DefaultValue("30s") Duration callTimeout) {}
