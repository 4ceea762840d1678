package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who reads the database; files are read again for every connection, so that rotated credentials
 * are taken up.
 *
 * @param username the user. Default: the one in the jdbc-url
 * @param password the password; from the environment, never from a file of settings
 * @param usernameFile instead of username
 * @param passwordFile instead of password
 */
@ConfigurationProperties("fes.source")
record Credentials(
    @Nullable String username,
    @Nullable String password,
    @Nullable Path usernameFile,
    @Nullable Path passwordFile) {

  @Nullable String currentUsername() {
    return usernameFile == null ? username : contents(usernameFile);
  }

  @Nullable String currentPassword() {
    return passwordFile == null ? password : contents(passwordFile);
  }

  @Override
  public String toString() {
    return "Credentials[username=" + username + "]";
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StageFailure(
          Failure.misconfigured(
              "credentials-missing", "the credentials in file " + file + " cannot be read"));
    }
  }
}
