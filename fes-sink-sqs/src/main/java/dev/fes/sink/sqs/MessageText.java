package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** What SQS takes as text: the characters of XML 1.0, one at least. */
final class MessageText {

  private MessageText() {}

  /**
   * The bytes as text.
   *
   * @throws NotText if SQS would refuse them
   */
  static String of(byte[] bytes) throws NotText {
    return isPlain(bytes) ? new String(bytes, ISO_8859_1) : decoded(bytes);
  }

  /** Most bodies are ASCII, and then nothing needs to be decoded. */
  private static boolean isPlain(byte[] bytes) {
    for (byte letter : bytes) {
      if (letter < ' ' && letter != '\t' && letter != '\n' && letter != '\r') {
        return false;
      }
    }
    return bytes.length > 0;
  }

  private static String decoded(byte[] bytes) throws NotText {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotText("is not UTF-8");
    }
    if (text.isEmpty()) {
      throw new NotText("is empty");
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isTaken(text.charAt(i))) {
        throw new NotText(
            "has the character U+%04X, which SQS does not take".formatted((int) text.charAt(i)));
      }
    }
    return text;
  }

  /** The text, cut if need be, with a question mark for each character that SQS does not take. */
  static String cleaned(String text, int longest) {
    if (text.length() <= longest && isPrintable(text)) {
      return text;
    }
    String cut = text.length() <= longest ? text : text.substring(0, longest) + "…";
    StringBuilder clean = new StringBuilder(new String(cut.getBytes(UTF_8), UTF_8));
    for (int i = 0; i < clean.length(); i++) {
      if (!isTaken(clean.charAt(i))) {
        clean.setCharAt(i, '?');
      }
    }
    return clean.toString();
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isTaken(char letter) {
    return letter >= ' ' ? letter < '\uFFFE' : letter == '\t' || letter == '\n' || letter == '\r';
  }

  /** Says why bytes are no text for SQS, and nothing of what they hold. */
  static final class NotText extends Exception {
    private static final long serialVersionUID = 1L;

    NotText(String message) {
      super(message);
    }
  }
}
