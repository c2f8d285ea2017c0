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

/** What was done with the images of a {@link LearnedEntry}. */
public enum LearnedRole {
	/** An encoder was pretrained on them. */
	ENCODER("encoder", "pretrained on them, without labels"),
	/** A masked autoencoder was pretrained on them. */
	AUTOENCODER("masked autoencoder", "pretrained on them, without labels"),
	/** A classifier was trained on them. */
	CLASSIFIER("classifier", "a classifier was trained on them with their labels"),
	/** A segmenter was trained on them. */
	SEGMENTER("segmenter", "a segmenter was trained on them with their masks"),
	/** A generator of images was trained on them. */
	GENERATOR("generator", "a generator of images was trained on them"),
	/** Generated images were chosen by their likeness to them. */
	FILTER("filter", "generated images were chosen by their likeness to them"),
	/** A file from elsewhere. */
	WEIGHTS("weights", "weights from elsewhere");

	private final String word;
	private final String text;

	LearnedRole(final String word, final String text) {
		this.word = word;
		this.text = text;
	}

	/** {@return the word in files and tables} */
	public String word() {
		return word;
	}

	/** {@return what was done with them, in words} */
	public String text() {
		return text;
	}

	/** {@return the role of a file's word; null = a later version's} */
	static LearnedRole of(final String word) {
		for (final LearnedRole role : values())
			if (role.word.equals(word)) return role;
		return null;
	}
}
