package io.sonoflow.step;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run's input was, without its content.
 *
 * @param path as given, forward slashes
 * @param files number of files
 * @param sha256 of the file; of a folder: of the lines {@code sha256  relative/name} of its files in order of name
 */
record InputHash(String path, long files, String sha256) {

	static InputHash of(final Path input) {
		try {
			final String name = input.toString().replace('\\', '/');
			return Files.isDirectory(input) ? folder(name, input) : new InputHash(name, 1, hashOf(input));
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the input " + input + ": " + e.getMessage() + ".", e);
		}
	}

	private static InputHash folder(final String name, final Path folder) throws IOException {
		final List<Path> files;
		try (Stream<Path> walk = Files.walk(folder)) {
			files = walk.filter(Files::isRegularFile).filter(InputHash::isInput).sorted().toList();
		}
		final MessageDigest digest = newDigest();
		for (final Path file : files)
			digest.update((hashOf(file) + "  " + folder.relativize(file).toString().replace('\\', '/') + "\n").getBytes(
				StandardCharsets.UTF_8));
		return new InputHash(name, files.size(), HexFormat.of().formatHex(digest.digest()));
	}

	/** A folder's own record has times in it and is no input. */
	private static boolean isInput(final Path file) {
		final String name = file.getFileName().toString();
		return !name.equals(RunFolder.FILE) && !name.startsWith(".");
	}

	static String hashOf(final Path file) throws IOException {
		final MessageDigest digest = newDigest();
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] buffer = new byte[1 << 16];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
				digest.update(buffer, 0, n);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
