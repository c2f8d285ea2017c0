/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.file;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names of files and patients that are not to be told, and what stands for them: HMAC-SHA-256 under a secret of the table's
 * own, so that nobody can try names until a hash fits. The table lies beside the folder that is handed on, as
 * {@code <folder>.names.csv} (kind, name, hash); where it is there already its secret is used again, so that the same name
 * has the same hash, and its rows stay.
 *
 * <pre>
 * NameKey names = NameKey.beside(output);
 * String alias = names.patient("Doe^John"); // p-5f2c90a1b7e4
 * names.save(); // before anything with an alias in it is written
 * </pre>
 *
 * Thread-safe.
 */
public final class NameKey {

	/** What the table's name ends with. */
	public static final String SUFFIX = ".names.csv";

	private static final List<String> HEADER = List.of("kind", "name", "hash");

	/** The kind of the row with the secret; of those with names. */
	private static final String SECRET = "secret", FILE = "file", PATIENT = "patient";

	private static final int SECRET_BYTES = 32;

	/** Digits of a hash; more where two names would have the same. */
	private static final int DIGITS = 12;

	private record Name(String kind, String name) {
	}

	private final Path table;
	private final String secret;
	private final Map<Name, String> hashes = new LinkedHashMap<>();
	private final Map<String, Name> names = new HashMap<>();
	private boolean changed;

	private NameKey(final Path table, final String secret, final boolean changed) {
		this.table = table;
		this.secret = secret;
		this.changed = changed;
	}

	/** {@return where the table of a folder is} */
	public static Path table(final Path folder) {
		final Path absolute = folder.toAbsolutePath().normalize();
		return absolute.resolveSibling(absolute.getFileName() + SUFFIX);
	}

	/**
	 * @param folder that is to be handed on
	 * @return the names of its table, or, where there is none yet, of a new one; nothing is written
	 * @throws SonoflowException.File if the file of that name is no such table
	 */
	public static NameKey beside(final Path folder) {
		final Path table = table(folder);
		if (Files.exists(table)) return read(table);
		final byte[] random = new byte[SECRET_BYTES];
		new SecureRandom().nextBytes(random);
		return new NameKey(table, HexFormat.of().formatHex(random), true);
	}

	private static NameKey read(final Path file) {
		final Tables.Table rows = Tables.read(file);
		final List<String> secrets = rows.header().equals(HEADER) ? rows.rows().stream().filter(row -> row.get(0).equals(SECRET))
			.map(row -> row.get(2)).toList() : List.of();
		if (secrets.size() != 1 || !secrets.get(0).matches("[0-9a-f]{64}")) throw new SonoflowException.File(file +
			" is no table of names (kind, name, hash, one row of the kind secret), and is not replaced. It is where the names " +
			"behind hashes are to be kept: rename or remove it, or put the right one there.");
		final NameKey key = new NameKey(file, secrets.get(0), false);
		for (final List<String> row : rows.rows())
			if (!row.get(0).equals(SECRET)) key.put(new Name(row.get(0), row.get(1)), row.get(2));
		return key;
	}

	private void put(final Name name, final String hash) {
		hashes.put(name, hash);
		names.put(hash, name);
	}

	/** {@return what stands for a patient, e.g. p-5f2c90a1b7e4; of no name, nothing} */
	public String patient(final String name) {
		return name.isBlank() ? "" : hash(new Name(PATIENT, name.strip()));
	}

	/** {@return what stands for a file, e.g. f-5f2c90a1b7e4; of no name, nothing} */
	public String file(final String name) {
		return name.isBlank() ? "" : hash(new Name(FILE, name));
	}

	private synchronized String hash(final Name name) {
		final String known = hashes.get(name);
		if (known != null) return known;
		final String digest = digest(name);
		int digits = DIGITS;
		String hash = name.kind.charAt(0) + "-" + digest.substring(0, digits);
		while (names.containsKey(hash))
			hash = name.kind.charAt(0) + "-" + digest.substring(0, ++digits);
		put(name, hash);
		changed = true;
		return hash;
	}

	private String digest(final Name name) {
		try {
			final Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal((name.kind + "\n" + name.name).getBytes(StandardCharsets.UTF_8)));
		}
		catch (final GeneralSecurityException e) {
			throw new IllegalStateException("every Java has HMAC-SHA-256", e);
		}
	}

	/** {@return the table's file} */
	public Path table() {
		return table;
	}

	/**
	 * Writes the table, if anything is new in it, for its owner alone. Names that it had stay, also those that another run has
	 * added since it was read.
	 *
	 * @throws SonoflowException.File if it cannot be written, or if it has another secret than when it was read, so that what
	 *           was hashed fits it no more; what was there is untouched then
	 */
	public synchronized void save() {
		if (!changed) return;
		merge();
		final List<List<String>> rows = new ArrayList<>();
		rows.add(List.of(SECRET, "", secret));
		hashes.forEach((name, hash) -> rows.add(List.of(name.kind, name.name, hash)));
		AtomicFiles.write(table, temporary -> {
			create(temporary);
			Tables.print(temporary, HEADER, rows);
		});
		changed = false;
	}

	/** Takes in what others have written since. */
	private void merge() {
		if (!Files.exists(table)) return;
		final NameKey now = read(table);
		final boolean fits = now.secret.equals(secret) && now.hashes.entrySet().stream().allMatch(entry -> entry.getValue()
			.equals(hashes.getOrDefault(entry.getKey(), entry.getValue())) && entry.getKey().equals(names.getOrDefault(entry
				.getValue(), entry.getKey())));
		if (!fits) throw new SonoflowException.File(table +
			" was made or changed by another run since this one began, so its hashes are others. Nothing is written: run it again.");
		final Map<Name, String> mine = new LinkedHashMap<>(hashes);
		hashes.clear();
		now.hashes.forEach(this::put);
		mine.forEach(this::put);
	}

	/** Nobody else may read it at any time. */
	private static void create(final Path file) throws IOException {
		if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) Files.createFile(file, PosixFilePermissions
			.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		else Files.createFile(file);
	}
}
