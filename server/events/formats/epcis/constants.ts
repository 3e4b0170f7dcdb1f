/** Words of the Core Business Vocabulary 2.0 and of GS1's web vocabulary. Other terms are URIs. */
export const BIZ_STEPS: ReadonlySet<string> = new Set(
  `accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning
  departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other
  packing picking receiving removing repackaging repairing replacing reserving retail_selling shipping staging_outbound
  stock_taking stocking storing transporting unloading unpacking void_shipping sensor_reporting sampling`.split(/\s+/),
);
export const DISPOSITIONS: ReadonlySet<string> = new Set(
  `active container_closed damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive
  no_pedigree_match non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible
  sellable_not_accessible stolen unknown available completeness_verified completeness_inferred conformant container_open
  mismatch_instance mismatch_class mismatch_quantity needs_replacement non_conformant unavailable`.split(/\s+/),
);
export const TRANSACTION_KINDS: ReadonlySet<string> = new Set(
  'bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt'.split(' '),
);
export const PARTY_KINDS: ReadonlySet<string> = new Set(['owning_party', 'possessing_party', 'location']);
export const ERROR_REASONS: ReadonlySet<string> = new Set(['did_not_occur', 'incorrect_data']);
export const ALERTS: ReadonlySet<string> = new Set(['ALARM_CONDITION', 'ERROR_CONDITION']);
export const COMPONENTS: ReadonlySet<string> = new Set(
  `x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude
  altitude`.split(/\s+/),
);
export const MEASURES: ReadonlySet<string> = new Set(
  `AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance
  AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance
  Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent
  ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
  KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity
  MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
  MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle
  SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction
  VolumetricFlux Wavenumber`.split(/\s+/),
);

/** What EPCIS calls its reader: the default JSON-LD context, which every document names. */
export const EPCIS_CONTEXT = /^https:\/\/ref\.gs1\.org\/(?:standards\/)?epcis\//;

/** Media types of EPCIS 2.0 in JSON and JSON-LD. */
export const EPCIS_MEDIA = ['application/json', 'application/ld+json'] as const;
export const EPCIS_VERSION = '2.0.0';
export const CBV_VERSION = '2.0.0';

/** Bytes that the JSON-LD context of one event may take in JSON. */
export const MAX_CONTEXT_BYTES = 8 * 1024;
/** Things of one event that a sensor reading is told for, each by a signal of its own; of more things it is told for their place. */
export const MAX_SENSED_THINGS = 10;
