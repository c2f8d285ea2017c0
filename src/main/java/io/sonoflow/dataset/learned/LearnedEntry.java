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
package io.sonoflow.dataset.learned;

import com.google.gson.JsonObject;

import io.sonoflow.dataset.PatientNames;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Sha256;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * One data set that something was learned from: salted hashes of its images' pixels and of its patients' names. Whoever has an
 * image or a name can ask whether it is among them; nobody can read them out. A name that can be guessed can be tested like any
 * other: the salt only forbids a list of hashes that is made beforehand, and the rounds make each guess cost some milliseconds.
 *
 * @param role what was done with the images
 * @param salt of this entry, hexadecimal; empty = it is not known what was learned from
 * @param rounds of PBKDF2 for the name of a patient
 * @param images first 8 bytes of SHA-256(salt, digest of the grey pixels as read from the file)
 * @param patients 8 bytes of PBKDF2-HMAC-SHA256 of names ({@link PatientNames#key}) of images that name no site
 * @param sitePatients the same of site and name, of images that name a site
 * @param siteNames the same of the names alone of images that name a site
 */
public record LearnedEntry(LearnedRole role, String salt, int rounds, Set<Long> images, Set<Long> patients,
	Set<Long> sitePatients, Set<Long> siteNames)
{

	/** Some milliseconds for each name. */
	static final int ROUNDS = 10_000;

	/** A header that asks for more is damaged, or wants to keep the computer busy. */
	private static final int MOST_ROUNDS = 1_000_000;

	private static final int BITS = 64;

	/** Copies the sets. */
	public LearnedEntry {
		images = copy(images);
		patients = copy(patients);
		sitePatients = copy(sitePatients);
		siteNames = copy(siteNames);
	}

	private static Set<Long> copy(final Set<Long> hashes) {
		return Collections.unmodifiableSet(new TreeSet<>(hashes));
	}

	/** {@return the entry of something that does not say what it learned from} */
	public static LearnedEntry unknown(final LearnedRole role) {
		return new LearnedEntry(role, "", 0, Set.of(), Set.of(), Set.of(), Set.of());
	}

	/** {@return whether it says what was learned from} */
	public boolean isKnown() {
		return !salt.isEmpty();
	}

	/** {@return number of patients with a name} */
	public int patientCount() {
		return patients.size() + sitePatients.size();
	}

	/** {@return the hash of an image, given the digest of its pixels} */
	static long image(final String salt, final byte[] digest) {
		final MessageDigest salted = Sha256.digest();
		salted.update(HexFormat.of().parseHex(salt));
		return ByteBuffer.wrap(salted.digest(digest)).getLong();
	}

	/** {@return what is hashed of a patient whose site does not matter} */
	static String name(final Sample sample) {
		return PatientNames.key(sample.patient());
	}

	/** {@return what is hashed of a patient of a site} */
	static String siteAndName(final Sample sample) {
		return PatientNames.key(sample.site()) + "\n" + name(sample);
	}

	/** {@return the hash of what {@link #name} or {@link #siteAndName} gives} */
	static long patient(final String salt, final int rounds, final String key) {
		try {
			final PBEKeySpec spec = new PBEKeySpec(key.toCharArray(), HexFormat.of().parseHex(salt), rounds, BITS);
			return ByteBuffer.wrap(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded()).getLong();
		}
		catch (final GeneralSecurityException e) {
			throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
		}
	}

	/** {@return whether an image is among those that were learned from, given the digest of its pixels} */
	boolean hasImage(final byte[] digest) {
		return isKnown() && images.contains(image(salt, digest));
	}

	/**
	 * {@return whether a sample's patient is among those that were learned from. Where both name a site, it must be the same: each
	 *         hospital counts from 1}
	 */
	boolean hasPatient(final Sample sample) {
		if (!isKnown() || sample.patient().isEmpty()) return false;
		if (!patients.isEmpty() || sample.site().isEmpty()) {
			final long alone = patient(salt, rounds, name(sample));
			if (patients.contains(alone) || sample.site().isEmpty() && siteNames.contains(alone)) return true;
		}
		return !sample.site().isEmpty() && !sitePatients.isEmpty() && sitePatients.contains(patient(salt, rounds, siteAndName(
			sample)));
	}

	JsonObject toJson() {
		final JsonObject json = new JsonObject();
		json.addProperty("role", role.word());
		if (!isKnown()) return json;
		json.addProperty("salt", salt);
		json.addProperty("rounds", rounds);
		json.addProperty("images", text(images));
		json.addProperty("patients", text(patients));
		json.addProperty("sitepatients", text(sitePatients));
		json.addProperty("sitenames", text(siteNames));
		return json;
	}

	/** @throws RuntimeException if it is not what {@link #toJson} makes */
	static LearnedEntry of(final JsonObject json) {
		final LearnedRole role = LearnedRole.of(json.get("role").getAsString());
		if (role == null) return unknown(LearnedRole.WEIGHTS);
		if (!json.has("salt")) return unknown(role);
		final String salt = json.get("salt").getAsString();
		final int rounds = json.get("rounds").getAsInt();
		if (HexFormat.of().parseHex(salt).length == 0 || rounds < 1 || rounds > MOST_ROUNDS) throw new IllegalArgumentException(
			"salt or rounds");
		return new LearnedEntry(role, salt, rounds, hashes(json, "images"), hashes(json, "patients"), hashes(json, "sitepatients"),
			hashes(json, "sitenames"));
	}

	/** Sorted, so that the order of the images is not told. */
	private static String text(final Set<Long> hashes) {
		final ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Long.BYTES);
		hashes.forEach(bytes::putLong);
		return new String(Base64.getEncoder().encode(bytes.array()), StandardCharsets.US_ASCII);
	}

	private static Set<Long> hashes(final JsonObject json, final String key) {
		final ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(json.get(key).getAsString()));
		final Set<Long> hashes = new TreeSet<>();
		while (bytes.hasRemaining())
			hashes.add(bytes.getLong());
		return hashes;
	}
}
