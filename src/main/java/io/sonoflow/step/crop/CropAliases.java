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
package io.sonoflow.step.crop;

import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.NameReplacer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of files and patients as they are written: as they are, or what a {@link NameKey} has for them. Of the other columns
 * those are changed that hold a path or a name that is not told; a column that tells otherwise who it is, only its owner knows.
 */
final class CropAliases {

	/** Null if names are kept. */
	private final NameKey key;
	private final NameReplacer said;

	/** @param key null to keep names */
	CropAliases(final NameKey key) {
		this.key = key;
		said = new NameReplacer(key == null ? null : key::file);
	}

	/** {@return whether names are not told} */
	boolean hide() {
		return key != null;
	}

	/** Writes down what stands for whom. */
	void save() {
		if (key != null) key.save();
	}

	/**
	 * @param name of a file's crops, from its path
	 * @return what its crops are called
	 */
	String crop(final String name, final Path file) {
		if (key == null) return name;
		final String alias = key.file(name);
		said.learn(file.toString(), alias);
		said.learn(file.getFileName().toString(), alias);
		said.learn(name, alias);
		said.learn(CropNames.clean(file.getFileName().toString()), alias);
		return alias;
	}

	/** A name that stands in messages, such as that of the input. */
	void hide(final Path file) {
		if (key == null || file.getFileName() == null) return;
		said.learn(file.toString(), key.file(file.getFileName().toString()));
		final String name = file.getFileName().toString();
		final Path folder = name.equals(Dataset.FILE) ? file.toAbsolutePath().getParent().getFileName() : file.getFileName();
		if (folder != null) said.learnFolder(folder.toString(), key.file(folder.toString()));
	}

	/**
	 * @param alias of its file
	 * @return the row as it is written; its files stay
	 */
	Sample row(final Sample sample, final String alias) {
		if (key == null) return sample;
		final String patient = key.patient(sample.patient());
		said.learn(sample.patient(), patient);
		if (sample.mask() != null) {
			final String mask = sample.mask().getFileName().toString();
			said.learn(mask, key.file(mask));
		}
		final Map<String, String> extra = new LinkedHashMap<>();
		sample.extra().forEach((column, value) -> extra.put(column, column.equals(Sample.MARKS) ? value : cell(column, value,
			sample, alias)));
		return new Sample(sample.image(), patient, sample.side(), sample.view(), sample.label(), sample.organ(), sample.mask(),
			sample.truth(), extra);
	}

	private String cell(final String column, final String value, final Sample sample, final String alias) {
		if (value.isBlank()) return value;
		if (value.equals(sample.patient())) return key.patient(value);
		final String file = sample.image().getFileName().toString();
		if (value.equals(file) || value.equals(CropNames.clean(file))) return alias;
		switch (NameReplacer.naming(column)) {
			case PATIENT:
				return key.patient(value);
			case FILE:
				return key.file(value);
			default:
				if (value.matches("(?s).*[/\\\\].*|.*\\.\\p{Alnum}{2,5}") && !value.matches("[-+.\\d]+")) return key.file(value);
		}
		// Its own names: those of all others may be words of other columns.
		final NameReplacer own = new NameReplacer(null);
		own.learn(CropNames.clean(file), alias);
		own.learn(sample.patient(), key.patient(sample.patient()));
		return own.text(value);
	}

	/** {@return a text in which no file or patient is named} */
	String text(final String text) {
		return key == null ? text : said.text(text);
	}
}
