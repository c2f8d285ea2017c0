package io.sonoflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class PatientNamesTest {

	@Test
	void spellingsOfOneNameAreFound() {
		assertEquals(List.of(List.of("P-007 ", "P07", "p7"), List.of("Mu\u0308ller", "M\u00fcller")), PatientNames.alike(List
			.of("P07", "p7", "P07", "P-007 ", "P70", "", "", "M\u00fcller", "Mu\u0308ller")));
	}

	@Test
	void otherNamesAreOthers() {
		assertEquals(List.of(), PatientNames.alike(List.of("1-1", "11", "1-10", "110", "a1", "b1", "0", "00a", "--", "__", "p0",
			"p10")));
	}
}
