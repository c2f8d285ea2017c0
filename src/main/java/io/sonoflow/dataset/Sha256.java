package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and texts, 64 hexadecimal digits. */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * @return the digest of a file's content
	 * @throws SonoflowException.File if it cannot be read
	 */
	public static String of(final Path file) {
		final MessageDigest digest = digest();
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] buffer = new byte[1 << 16];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
				digest.update(buffer, 0, n);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + e.getMessage() +
				". Check that it exists and that you may read it.", e);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/** @return the digest of a text */
	public static String of(final String text) {
		return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/** @return a digest to be fed by the caller */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
