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
package io.sonoflow.image.phantom;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The organs that phantoms can show. */
public enum Organ {

	/** An ellipsoid with tunica albuginea, mediastinum, epididymis and a rim of fluid; each testis has its own label. */
	TESTIS,

	/** Two lobes and isthmus around the trachea, carotids beside; a diffuse disease, so both sides have one label. */
	THYROID,

	/** Cortex, pyramids and sinus; normal, with a dilated pelvis, or multicystic; each kidney has its own label. */
	KIDNEY {

		@Override
		String label(final long seed, final int patient, final int side, final boolean positive) {
			return positive ? Kidney.disease(seed, patient, side).key() : NORMAL;
		}
	},

	/** A thyroid with a nodule in a lobe, smooth or spiculated; the nodule is what its mask shows. */
	NODULE {

		@Override
		String label(final long seed, final int patient, final int side, final boolean positive) {
			return positive ? "spiculated" : "smooth";
		}
	},

	/** A nerve of the forearm across, between muscles, an artery beside; normal or swollen. */
	NERVE {

		@Override
		public List<String> views() {
			return List.of("proximal", "distal");
		}

		@Override
		String label(final long seed, final int patient, final int side, final boolean positive) {
			return positive ? "swollen" : NORMAL;
		}
	},

	/** The head of a fetus: skull, midline and ventricles, which may be wide. */
	FETAL {

		@Override
		public List<String> views() {
			return List.of("transthalamic", "transventricular");
		}

		@Override
		String label(final long seed, final int patient, final int side, final boolean positive) {
			return positive ? "ventriculomegaly" : NORMAL;
		}
	};

	/** The class of what has nothing, of organs whose disease has a name. */
	static final String NORMAL = "normal";

	/** The views of one side, in the order of their indices, of most organs. */
	public static final List<String> VIEWS = List.of("transverse", "sagittal");

	/** The sides of a patient, in the order of their indices. */
	public static final List<String> SIDES = List.of("left", "right");

	/** {@return the name in tables and keys, e.g. {@code testis}} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return the views of one side, in the order of their indices} */
	public List<String> views() {
		return VIEWS;
	}

	/** {@return the name of the class of one side} */
	String label(final long seed, final int patient, final int side, final boolean positive) {
		return Exam.className(positive);
	}

	/** {@return whether its disease is one of the parenchyma} */
	boolean isDiffuse() {
		return this == TESTIS || this == THYROID;
	}

	/**
	 * @param list names separated by commas, e.g. {@code "testis,thyroid"}
	 * @return the organs in the order given
	 * @throws SonoflowException.Input if a name is unknown or given twice, or if there is none
	 */
	public static List<Organ> parse(final String list) {
		final String allowed = Arrays.stream(values()).map(Organ::key).collect(Collectors.joining(", "));
		final List<Organ> organs = Arrays.stream(list.split(",", -1)).map(String::trim).map(name -> Arrays.stream(values())
			.filter(organ -> organ.key().equals(name)).findFirst().orElseThrow(() -> new SonoflowException.Input(
				"organs=" + list + ": '" + name + "' is not an organ that phantoms can show. Give one or more of " + allowed +
					", separated by commas."))).toList();
		if (organs.stream().distinct().count() < organs.size()) throw new SonoflowException.Input("organs=" + list +
			": an organ is named twice. Name each of " + allowed + " at most once; patients are shared out evenly.");
		return organs;
	}
}
